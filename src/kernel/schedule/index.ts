export { applyEvent, newSchedule } from './apply-event';

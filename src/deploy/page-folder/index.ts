export { buildPageFolder } from './build-page-folder';

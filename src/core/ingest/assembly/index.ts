/**
 * Cells without quotes, sixteen bytes at a time: the same spans and decimals as scan-plain.ts gives. A number
 * is read without a branch on how many digits it has, for that cannot be foretold.
 */
export { scanRecords } from './records';

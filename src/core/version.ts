/** The version of this program, as in package.json. */
export const LOAM_VERSION = '0.1.0';

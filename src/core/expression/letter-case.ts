/**
 * Small and capital letters, one character at a time. Only Latin, Greek, Cyrillic and Armenian letters change, whose
 * case has been the same in every version of Unicode that an engine here may have; others stay as they are.
 */
const ALPHABETS = /[A-Za-z\u00b5-\u0587\u1e00-\u1fff]/g;

export function lowerCase(text: string): string {
  return text.replace(ALPHABETS, (letter) => letter.toLowerCase());
}

export function upperCase(text: string): string {
  return text.replace(ALPHABETS, (letter) => letter.toUpperCase());
}

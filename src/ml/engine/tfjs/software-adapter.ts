/** Adapters that compute on the processor, by what they call themselves. */
export function namesSoftware(description: string): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render/.test(description.toLowerCase());
}

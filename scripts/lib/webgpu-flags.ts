/** WebGPU in a headless Chromium, in software, where there is no graphics card. */
export const webgpuFlags = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
];

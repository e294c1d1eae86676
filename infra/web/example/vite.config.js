import uni from '@dcloudio/vite-plugin-uni';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [(uni.default ?? uni)()],
  resolve: { alias: { '@confab/sdk/uni': fileURLToPath(new URL('../sdk/src/uni.ts', import.meta.url)) } },
});

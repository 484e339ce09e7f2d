import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** The server that `npm run dev` starts; the pages of `vite` speak to it. */
const SERVER = "http://127.0.0.1:8080";

export default defineConfig({
  root: import.meta.dirname,
  base: "/console/",
  plugins: [react(), compressed()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    // Small files would become data: addresses in the page, which the server's CSP does not allow for scripts and fonts.
    assetsInlineLimit: 0,
    // Its module preload polyfill is for browsers older than `target`.
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: { "/console/api": SERVER },
  },
});

/** Beside each file its compressed forms, so that the server has to compress nothing: a third of the bytes. */
function compressed(): Plugin {
  const assets = join(import.meta.dirname, "dist/assets");
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  return {
    name: "compressed",
    apply: "build",
    closeBundle() {
      for (const name of readdirSync(assets).filter((file) => /\.(js|css)$/.test(file))) {
        const content = readFileSync(join(assets, name));
        writeFileSync(join(assets, `${name}.br`), brotliCompressSync(content, quality));
        writeFileSync(join(assets, `${name}.gz`), gzipSync(content));
      }
    },
  };
}

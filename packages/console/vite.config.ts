import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The server that `npm run dev` starts; the pages of `vite` speak to it. */
const SERVER = "http://127.0.0.1:8080";

export default defineConfig({
  root: import.meta.dirname,
  base: "/console/",
  plugins: [react()],
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

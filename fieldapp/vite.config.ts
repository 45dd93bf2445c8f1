import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";

import { version } from "./package.json";

export default defineConfig({
  base: "/app/",
  define: { __BUILD__: JSON.stringify(version) },
  // The server's content security policy allows no data: scripts or styles, so nothing is inlined.
  build: { outDir: "dist", emptyOutDir: true, target: "es2022", assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { "/api": "http://127.0.0.1:8000" } },
  plugins: [
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src/sw",
      // The worker's address is /app/sw.js for ever: a phone that knows another one would never update.
      filename: "sw.ts",
      // Registering is the app's business: it decides when a new version may take over.
      injectRegister: false,
      // The glob below already finds the icons.
      includeManifestIcons: false,
      injectManifest: {
        globPatterns: ["**/*.{html,js,css,svg,png,webmanifest,woff2}"],
        rollupFormat: "iife",
        minify: true,
        sourcemap: false,
      },
      manifest: {
        name: "Kierros",
        short_name: "Kierros",
        id: "/app/",
        start_url: "/app/",
        scope: "/app/",
        display: "standalone",
        lang: "fi",
        theme_color: "#0000bf",
        background_color: "#ffffff",
        icons: [
          { src: "icons/icon-192.png", sizes: "192x192", type: "image/png" },
          { src: "icons/icon-512.png", sizes: "512x512", type: "image/png" },
          { src: "icons/icon-maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
        ],
      },
    }),
  ],
});

import { defineConfig } from "vite";

// One file for Node, with everything in it. Who builds it says where to: `--outDir`.
export default defineConfig({
  build: { ssr: "simulation/driver.ts", target: "node20", minify: false },
  ssr: { noExternal: true },
});

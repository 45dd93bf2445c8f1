import { defineConfig } from "vitest/config";

// Tests see no build plugins: only sources, and a DOM where a file asks for one (`// @vitest-environment happy-dom`).
export default defineConfig({
  test: {
    include: ["src/**/*.test.{ts,tsx}", "tests/**/*.test.{ts,tsx}"],
    environment: "node",
    restoreMocks: true,
    unstubGlobals: true,
    // A run that finds no test is a failure, not a success.
    passWithNoTests: false,
  },
});

/** The version of this build, put in by the bundler. */
declare const __BUILD__: string;

export const BUILD: string = typeof __BUILD__ === "undefined" ? "dev" : __BUILD__;

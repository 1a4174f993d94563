import { readFileSync } from "node:fs";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const daemon = "http://127.0.0.1:5080";

/** The fonts' licences travel with them; Vite itself lists only those of scripts. */
function fontLicenses(...fonts: string[]): Plugin {
  return {
    name: "font-licenses",
    generateBundle() {
      for (const font of fonts) {
        const source = readFileSync(new URL(`node_modules/@fontsource-variable/${font}/LICENSE`, import.meta.url));
        this.emitFile({ type: "asset", fileName: `licenses/${font}.txt`, source });
      }
    },
  };
}

export default defineConfig({
  plugins: [svelte({ configFile: false }), fontLicenses("newsreader", "source-sans-3")],
  build: {
    outDir: "../LiveGenre.Daemon/wwwroot",
    emptyOutDir: true,
    // Nothing is inlined: the daemon's Content-Security-Policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: "licenses/scripts.txt" },
    rolldownOptions: {
      input: ["index.html", "dj.html", "overlay.html"],
      // Plain names: the daemon lets browsers keep a file only as long as its ETag holds, and a rebuilt
      // output folder holds no leftovers.
      output: {
        entryFileNames: "assets/[name].js",
        chunkFileNames: "assets/[name].js",
        assetFileNames: "assets/[name][extname]",
      },
    },
  },
  server: {
    proxy: { "/livegenre.v1.": daemon },
  },
  test: {
    include: ["src/**/*.test.ts"],
    testTimeout: 60_000, // on a busy machine everything takes a multiple of its time
  },
});

/**
 * Builds what the package ships: one script and one sheet, minified.
 *
 * Called with the folder to write to. Needs esbuild from package-lock.json, in this or a higher folder.
 */

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const options = {
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  bundle: true,
  minify: true,
  charset: "utf8",
  target: ["chrome114", "firefox115", "safari16.4"],
  logLevel: "warning",
};

/** Lets a script import a style sheet as text. */
const styleAsText = {
  name: "style-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { outputFiles } = await build({ ...options, entryPoints: [path], write: false });
      return { contents: outputFiles[0].text, loader: "text" };
    });
  },
};

const [, , outdir] = process.argv;
await build({ ...options, outdir, entryPoints: ["decision-tree.css"] });
await build({ ...options, outdir, entryPoints: ["decision-tree.js"], plugins: [styleAsText] });

/**
 * Builds what the package ships: our script and sheet, of mermaid what draws flowcharts, and the notices of
 * whose code is there.
 *
 * Called with the folder to write to, and the first line of mermaid's script. Needs the packages of
 * package-lock.json, in this or a higher folder.
 */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { notices } from "./notices.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));
const options = {
  absWorkingDir: folder,
  metafile: true,
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

/**
 * Leaves out all that mermaid loads for other diagrams and other layouts. It asks for each by its file's
 * name when it meets one, and refuses what it then does not find as it refuses any diagram it cannot read.
 */
const flowchartOnly = {
  name: "flowchart-only",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ kind, path }) =>
      kind === "dynamic-import" && !/\/(?:flowDiagram|dagre)-[A-Z0-9]+\.mjs$/.test(path)
        ? { path, namespace: "left-out" }
        : null,
    );
    onLoad({ filter: /./, namespace: "left-out" }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is left out`)});`,
    }));
  },
};

const [, , outdir, banner] = process.argv;
const own = [
  await build({ ...options, outdir, entryPoints: ["decision-tree.css"] }),
  await build({ ...options, outdir, entryPoints: ["decision-tree.js"], plugins: [styleAsText] }),
];
const mermaid = await build({
  ...options,
  entryPoints: ["chart/mermaid.js"],
  plugins: [styleAsText, flowchartOnly],
  legalComments: "external", // the notices have them
  banner: { js: banner },
  outfile: join(outdir, "mermaid.min.js"),
  write: false,
});
const outputs = [...own, mermaid].flatMap(({ metafile }) => Object.values(metafile.outputs));
const bundled = outputs.flatMap(({ inputs }) =>
  Object.entries(inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([input]) => join(folder, input)),
);
const [script, legal] = [/\.js$/, /\.LEGAL\.txt$/].map((end) => mermaid.outputFiles.find(({ path }) => end.test(path)));
await writeFile(join(outdir, "third-party-notices.txt"), notices(bundled, legal.text));
// Last: its first line is what says that everything is in place.
await writeFile(join(outdir, "mermaid.min.js"), script.contents);

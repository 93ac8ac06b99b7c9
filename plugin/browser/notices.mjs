/**
 * Tells whose code is in what is built, and under which licences.
 *
 * Only files tell what is really there: a bundler's list of them, and the source map that lies beside a file
 * which was bundled before it was published. A package that is published as one file, without such a map,
 * may hold all that it depends on.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * @typedef {object} Package
 * @property {string} name
 * @property {string} version
 * @property {string} folder - Where it, or another version of it, is installed.
 * @property {Set<string>} files - Those whose code is there, as far as they are known.
 * @property {boolean} mapped - Whether source maps tell what else these files hold.
 */

/** What packages leave out of their package.json; the texts of their licences say it. */
const UNSAID = new Map([["khroma", "MIT"]]);

const TEXTS = /^(?:un)?licen[cs]e|^copying|^notice/i;
const README = /^readme/i;
const README_SECTION = /^#+\s*licen[cs]e\s*$([\s\S]*?)(?=^#|(?![\s\S]))/im;
const IN_PACKAGE = /^(.*)node_modules\/((?:@[^/]+\/)?[^/]+)\/(.*)$/;
const STORED = /\/\.pnpm\/[^/]*?@(\d[^/_(]*)[^/]*\/$/;
const HEAD = `The scripts beside this file hold code of the packages below, under these licences.

A package that is published as one file is named with all that it depends on, some of which may not be there.
`;
const COMMENTS = `${"=".repeat(78)}
What the code of these packages says of itself
`;
const RULE = "-".repeat(78);

/**
 * Returns the notices of all packages that have code in some files.
 *
 * @param {Iterable<string>} files - Absolute paths; those outside `node_modules` are ours.
 * @param {string} comments - What the bundler took out of these files: all that they mark as legal.
 * @returns {string} For each text of a licence the packages under it, each as `name version (licence)`; then
 *   the comments.
 * @throws {Error} Something is there of which no licence is found.
 */
export function notices(files, comments) {
  const packages = [...packagesIn(files)].sort((a, b) => (label(a) < label(b) ? -1 : 1));
  const byText = new Map();
  for (const one of packages) {
    const text = textOf(one);
    byText.set(text, [...(byText.get(text) ?? []), `${label(one)} (${licenceOf(one)})`]);
  }
  const parts = [...byText].map(([text, labels]) => `${RULE}\n${labels.join("\n")}\n\n${text}\n`);
  return [HEAD, ...parts, COMMENTS, comments].join("\n");
}

/**
 * @param {Iterable<string>} files
 * @returns {Iterable<Package>}
 */
function packagesIn(files) {
  /** @type {Map<string, Package>} */
  const found = new Map();
  for (const file of files) addAll(found, file);
  const names = new Set([...found.values()].map(({ name }) => name));
  // What is added on the way is visited as well.
  for (const owner of found.values()) {
    if (owner.files.size > 1 || owner.mapped) continue;
    for (const name of Object.keys(told(owner.folder).dependencies ?? {})) {
      if (!names.has(name)) add(found, `node_modules/${name}/`, owner.folder);
      names.add(name);
    }
  }
  return found.values();
}

/**
 * Adds the package of a file, and those of all that a source map says was bundled in it.
 *
 * @param {Map<string, Package>} found
 * @param {string} file
 */
function addAll(found, file) {
  const owner = add(found, file, dirname(file));
  if (!owner || !existsSync(`${file}.map`)) return;
  owner.mapped = true;
  for (const source of JSON.parse(readFileSync(`${file}.map`, "utf8")).sources) add(found, source, owner.folder);
}

/**
 * Adds the package of a file to those found, if it is of one.
 *
 * @param {Map<string, Package>} found
 * @param {string} path - Of the file, on this machine or on that of whoever bundled it; a folder's ends in `/`.
 * @param {string} from - The folder from which the package is to be found on this machine.
 * @returns {Package | null}
 */
function add(found, path, from) {
  const match = IN_PACKAGE.exec(path.replaceAll("\\", "/"));
  if (!match) return null;
  const [, above = "", name = "", file = ""] = match;
  const folder = install(name, from);
  const version = STORED.exec(above)?.[1] ?? told(folder).version;
  const key = `${name} ${version}`;
  const one = found.get(key) ?? { name, version, folder, files: new Set(), mapped: false };
  found.set(key, one);
  one.files.add(file);
  return one;
}

/**
 * Returns the folder of a package, found from a folder as Node finds it.
 *
 * @param {string} name
 * @param {string} from
 * @returns {string}
 */
function install(name, from) {
  const folder = join(from, "node_modules", name);
  if (existsSync(join(folder, "package.json"))) return folder;
  const above = dirname(from);
  if (above === from) {
    throw new Error(`${name} is not installed, but its code is there: name it in package.json for its licence`);
  }
  return install(name, above);
}

/** @param {string} folder */
function told(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

/** @param {Package} one */
function label({ name, version }) {
  return `${name} ${version}`;
}

/** @param {Package} one */
function licenceOf({ name, folder }) {
  const licence = told(folder).license ?? UNSAID.get(name);
  if (typeof licence === "string") return licence;
  throw new Error(`${name} does not say its licence: read it, and add it to UNSAID in notices.mjs`);
}

/** @param {Package} one */
function textOf({ name, folder }) {
  const files = readdirSync(folder).sort();
  const read = (/** @type {string} */ file) => readFileSync(join(folder, file), "utf8").replaceAll("\r", "");
  const texts = files.filter((file) => TEXTS.test(file)).map(read);
  if (texts.length === 0) {
    texts.push(...files.filter((file) => README.test(file)).map((file) => README_SECTION.exec(read(file))?.[1] ?? ""));
  }
  const text = texts.map((one) => one.trim()).join("\n\n");
  if (text) return text;
  throw new Error(`${name} has no text of its licence in its folder`);
}

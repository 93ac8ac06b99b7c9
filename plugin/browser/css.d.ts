/** A style sheet in a script is its minified text: see build.mjs. */
declare module "*.css" {
  const text: string;
  export default text;
}

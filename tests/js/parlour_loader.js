/**
 * Lets node find what the page's import map names `parlour/`. In here: one hook. Not in here: tests;
 * import this before a dynamic import of a module that needs it.
 */

import { register } from "node:module";

const root = new URL("../../lobbies/static/", import.meta.url).href;
const hook = `export const resolve = (name, context, next) =>
  next(name.startsWith("parlour/") ? ${JSON.stringify(root)} + name : name, context);`;

register(`data:text/javascript,${encodeURIComponent(hook)}`);

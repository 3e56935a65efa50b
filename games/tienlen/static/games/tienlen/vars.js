/**
 * Numbers for the style sheet. In here: one directive that sets custom properties. (A style written
 * as an attribute is what the site's policy forbids.)
 */

import { noChange } from "lit-html";
import { Directive, directive } from "lit-html/directive.js";

class Vars extends Directive {
  /** @param {Record<string, number>} _values */
  render(_values) {
    return noChange;
  }

  /**
   * @param {any} part
   * @param {[Record<string, number>]} values
   * @override
   */
  update(part, [values]) {
    for (const [name, value] of Object.entries(values))
      part.element.style.setProperty(`--${name}`, String(value));
    return noChange;
  }
}

export const vars = directive(Vars);

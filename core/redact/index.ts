/** What must not leave memory: secrets and personal addresses, replaced by pseudonyms that can still be counted. */
export { saysSecret } from "./names.ts";
export { openRedactor, type OwnPattern, type Redactor } from "./redactor.ts";
export { redactorFrom, type RedactorRecipe } from "./recipe.ts";
export { redactSection } from "./section.ts";

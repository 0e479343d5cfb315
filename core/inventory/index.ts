/** What is watched and repaired: the targets that a user names. */
export { openInventory, type Inventory } from "./inventory.ts";
export { targetsSection, type TargetsSection } from "./targets-section.ts";

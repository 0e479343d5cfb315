/** Everything that a user writes inside a file: units, YAML, patterns, conditions and templates. */
export { compileCondition, type Condition, type EvalFault } from "./conditions/conditions.ts";
export { conditionScope, type ConditionScope, type NameType } from "./conditions/scope.ts";
export { type Compiled, type ExprError } from "./expr-error.ts";
export { excerptAt } from "./excerpt.ts";
export { nearest, suggestion } from "./nearest.ts";
export { convertGroup, groupTypes, type GroupType, type GroupTypes } from "./patterns/group-types.ts";
export { foldedBeyond, type Literals } from "./patterns/literals.ts";
export { compilePattern, type GroupInfo, type Match, type Pattern } from "./patterns/patterns.ts";
export { formatDuration, formatSize, parseDuration, parseSize } from "./units.ts";
export { durationField, sizeField } from "./unit-fields.ts";
export { maxFileBytes, parseYamlFile, type YamlFile, type YamlResult } from "./yaml/parse-yaml-file.ts";
export { type Position } from "./yaml/positions.ts";
export { compileTemplate, type Template } from "./templates/templates.ts";

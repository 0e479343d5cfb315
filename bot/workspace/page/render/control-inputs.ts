import { z } from "zod";
import type { Control } from "../model.ts";
import { plainText, textObject } from "./text-object.ts";
import type { Given } from "./stage.ts";

/** What Slack allows when the app says nothing. */
const maxLengthDefault = 3_000;

const moment = z.object({
  initial_date: z.string().nullish(),
  initial_time: z.string().nullish(),
  initial_date_time: z.number().int().nullish(),
  placeholder: textObject.nullish(),
});

const moments = { datepicker: "date", timepicker: "time", datetimepicker: "datetime" } as const;

export function momentControl({ element, type, head, cast }: Given): Control | undefined {
  if (type !== "datepicker" && type !== "timepicker" && type !== "datetimepicker") return undefined;
  const given = moment.parse(element);
  const seconds = given.initial_date_time;
  return {
    ...head,
    kind: "moment",
    of: moments[type],
    initial: given.initial_date ?? given.initial_time ?? (seconds ? String(seconds) : ""),
    placeholder: given.placeholder ? plainText(given.placeholder, cast.words) : "",
  };
}

const field = z.object({
  multiline: z.boolean().default(false),
  initial_value: z.string().nullish(),
  placeholder: textObject.nullish(),
  min_length: z.number().int().nullish(),
  max_length: z.number().int().nullish(),
  focus_on_load: z.boolean().default(false),
});

const fields = {
  plain_text_input: "text",
  number_input: "number",
  email_text_input: "email",
  url_text_input: "url",
} as const;

export function textControl({ element, type, head, cast }: Given): Control | undefined {
  if (!isField(type)) return undefined;
  const given = field.parse(element);
  return {
    ...head,
    kind: "text",
    input: fields[type],
    multiline: given.multiline,
    initial: given.initial_value ?? "",
    placeholder: given.placeholder ? plainText(given.placeholder, cast.words) : "",
    minLength: given.min_length ?? 0,
    maxLength: given.max_length ?? maxLengthDefault,
    focus: given.focus_on_load,
  };
}

function isField(type: string): type is keyof typeof fields {
  return Object.hasOwn(fields, type);
}

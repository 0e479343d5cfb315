import { listOf, objectOf, objectsOf, type Json } from "../json.ts";
import { all, byType, type Check, fields, list, number, rule, text } from "./check.ts";
import { limits } from "./limits.ts";

/** docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
const name = text(limits.chart.name);
const value = number(-Number.MAX_VALUE, Number.MAX_VALUE);
const points = list(fields({ label: name, value }), limits.chart.categories);

const cartesian = all(
  fields({
    series: list(fields({ name, data: points }), limits.chart.series),
    axis_config: fields(
      { categories: list(name, limits.chart.categories) },
      { x_label: text(limits.chart.title), y_label: text(limits.chart.title) },
    ),
  }),
  rule(onePointACategory, "each series must have one data point per category"),
);

export const chart: Check = fields(
  {
    title: text(limits.chart.title),
    chart: byType({
      line: cartesian,
      area: cartesian,
      bar: cartesian,
      pie: fields({
        segments: list(fields({ label: name, value: number(0, Number.MAX_VALUE) }), limits.chart.segments),
      }),
    }),
  },
  { block_id: text(limits.id) },
);

function onePointACategory({ series, axis_config }: Json): boolean {
  const categories = listOf(objectOf(axis_config)["categories"]);
  return objectsOf(series).every(({ data }) => {
    const labels = objectsOf(data).map(({ label }) => label);
    return labels.length === categories.length && categories.every((one) => labels.includes(one));
  });
}

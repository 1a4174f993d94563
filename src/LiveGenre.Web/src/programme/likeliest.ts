import { NONE } from "../words/labels";
import type { RollRow } from "./roll";
import { rollRows } from "./roll";
import type { SourceView } from "./sourceView";
import { presentWindow } from "./sourceView";

/** The likeliest has to be more than this many times as likely as the least: before the model has heard enough, all are alike. */
const LEAST_OVER_LAST = 1.5;

/** The labels of the kind that is on air, genres or what is none, likeliest first; empty while none stands out. */
export function likeliest(view: SourceView): readonly (RollRow & { readonly score: number })[] {
  const decision = presentWindow(view)?.decision;
  const rows = decision
    ? rollRows(view).flatMap((row) => (row.score !== undefined && row.isApart === (decision.label === NONE) ? [{ ...row, score: row.score }] : []))
    : [];
  const sorted = rows.toSorted((a, b) => b.score - a.score);
  const [first, last] = [sorted[0]?.score ?? 0, sorted.at(-1)?.score ?? 0];
  return first > LEAST_OVER_LAST * last ? sorted : [];
}

import type { GetReportResponse, ReportRow, TargetResult } from "../protocol/livegenre/v1/history_pb";
import { Compliance } from "../protocol/livegenre/v1/history_pb";
import { genreName } from "../words/labels";
import { percent } from "../words/numbers";
import { toMillis, toSeconds } from "../words/time";
import { shareRows } from "../history/timelineRows";

const COMPLIANCE: Readonly<Record<Compliance, string>> = {
  [Compliance.UNSPECIFIED]: "",
  [Compliance.MET]: "met",
  [Compliance.BELOW]: "below",
  [Compliance.ABOVE]: "above",
  [Compliance.NOT_MEASURED]: "not measured",
};

/** How a target was kept, in words. */
export function complianceName(compliance: Compliance): string {
  return COMPLIANCE[compliance] ?? "";
}

/** A target with its genre as people write it: `Hip hop 60 ± 10 %` of `hiphop 60 ± 10 %`. */
export function targetName(target: string, labels: readonly string[]): string {
  const label = labels.filter((other) => target.startsWith(`${other} `)).sort((a, b) => b.length - a.length)[0];
  return label === undefined ? target : genreName(label) + target.slice(label.length);
}

/** What became of a target: `62 %, met`, or `not measured`, which is no share. */
export function targetWords({ share, compliance }: Pick<TargetResult, "share" | "compliance">): string {
  const name = complianceName(compliance);
  return compliance === Compliance.NOT_MEASURED ? name : `${percent(share)}, ${name}`;
}

/** A report as comma-separated values (RFC 4180): a line a period, shares of 0 to 1 in columns, times in UTC. */
export function reportCsv(report: GetReportResponse, modelLabels: readonly string[]): string {
  const rows = [...report.rows, ...(report.total ? [report.total] : [])];
  const names = unique(rows.flatMap((row) => (row.shares ? shareRows(row.shares, modelLabels).map(({ name }) => name) : [])));
  const targets = unique(rows.flatMap((row) => row.targets.map(({ target }) => target)));
  const head = ["period", "start", "end", "heard_seconds", "missing_seconds", ...names, ...targets];
  return [head, ...rows.map((row) => line(row, names, targets, modelLabels))]
    .map((fields) => fields.map(quoted).join(","))
    .join("\r\n")
    .concat("\r\n");
}

function line(row: ReportRow, names: readonly string[], targets: readonly string[], modelLabels: readonly string[]): readonly string[] {
  const shares = new Map(row.shares && shareRows(row.shares, modelLabels).map(({ name, share }) => [name, share]));
  const results = new Map<string, TargetResult>(row.targets.map((result) => [result.target, result]));
  return [
    row.title,
    isoTime(toMillis(row.startTime)),
    isoTime(toMillis(row.endTime)),
    toSeconds(row.shares?.heardDuration).toFixed(0),
    toSeconds(row.shares?.missingDuration).toFixed(0),
    ...names.map((name) => (shares.get(name) ?? 0).toFixed(4)),
    ...targets.map((target) => complianceName(results.get(target)?.compliance ?? Compliance.UNSPECIFIED)),
  ];
}

function isoTime(ms: number | undefined): string {
  return ms === undefined ? "" : new Date(ms).toISOString();
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

/** A spreadsheet would take a field that begins like a formula for one. */
function quoted(field: string): string {
  const plain = /^[=+\-@\t]/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

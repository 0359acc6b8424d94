import type { PaperBox, PaperInput, PaperOption, PaperQuestion } from "#app/domain/requests/paper/document.ts";
import type { Wording } from "#app/domain/people.ts";

import type { Place } from "./form-fields.ts";
import type { FormSheet } from "./form-sheet.ts";
import { LINE, mm, PAGE, PETROL, SOFT, textWidth } from "./sheet.ts";

/** The question left, what to fill in right, in millimetres. */
const LABEL = 58;
const GAP = 5;
const RIGHT = { left: mm(PAGE.left + LABEL + GAP), width: textWidth() - mm(LABEL + GAP) };
const LEFT = { left: mm(PAGE.left), width: mm(LABEL) };
const BOX = { height: mm(6.8), cell: mm(5.9), between: mm(2), line: mm(6) };
const TICK = mm(3.9);
const INDENT = mm(6.5);
const OPTION_GAP = 2.5;
const HELP_GAP = 3;
/** A list of answers that is longer than this may go on on the next page. */
const LONGEST = mm(90);

const FACE = {
  label: { size: 10, font: "semibold" },
  help: { size: 8.8, colour: SOFT },
  condition: { size: 9, font: "semibold", colour: PETROL },
  part: { size: 7.8, colour: SOFT },
  option: { size: 9.6 },
  hint: { size: 8.4, colour: SOFT },
  heading: { size: 9, font: "semibold", colour: PETROL },
} as const;

/** Draws a question: its condition above, then label beside what is to be filled in. It stays together unless its answers fill a page. */
export function drawQuestion(sheet: FormSheet, question: PaperQuestion, optional: Wording, isAnswered: boolean): void {
  const { condition, input } = question;
  const above = condition === null ? 0 : sheet.bothHeight(condition, FACE.condition) + 4;
  const right = rightHeight(sheet, question);
  const whole = isWide(input) ? leftHeight(sheet, question, optional) + right : Math.max(leftHeight(sheet, question, optional), right);
  sheet.need(above + (right > LONGEST ? mm(45) : whole) + 12);
  sheet.decoration((doc) => doc.moveTo(mm(PAGE.left), sheet.y).lineTo(mm(PAGE.left) + textWidth(), sheet.y).lineWidth(0.5).stroke(LINE));
  sheet.y += 5;
  sheet.grouped("Div", () => {
    if (condition !== null) {
      sheet.both(condition, FACE.condition);
      sheet.y += 4;
    }
    const top = sheet.y;
    const page = sheet.pageIndex;
    drawLabel(sheet, question, optional);
    const labelEnds = sheet.y;
    sheet.y = isWide(input) ? labelEnds + 2 : top;
    drawInput(sheet, question, isAnswered);
    sheet.y = (sheet.pageIndex === page ? Math.max(labelEnds, sheet.y) : sheet.y) + 7;
  });
}

/** A long list of answers, such as the services, takes the whole width in two columns. */
function isWide(input: PaperInput): boolean {
  return input.kind === "several" && input.options.length > 8;
}

function rightOf(input: PaperInput): { left: number; width: number } {
  return isWide(input) ? { left: mm(PAGE.left), width: textWidth() } : RIGHT;
}

/** A declaration is itself what is said, beside its box; left of it stands only its number. */
function isSaidBeside(input: PaperInput): boolean {
  return input.kind === "declaration";
}

function numbered({ number, label }: PaperQuestion): Wording {
  return { nl: `${number}  ${label.nl}`, en: label.en };
}

function drawLabel(sheet: FormSheet, question: PaperQuestion, optional: Wording): void {
  if (isSaidBeside(question.input)) {
    sheet.tagged("P", () => sheet.column(question.number, { ...FACE.label, ...LEFT }));
    return;
  }
  const column = isWide(question.input) ? {} : LEFT;
  sheet.both(numbered(question), FACE.label, column);
  if (!question.required) sheet.tagged("P", () => sheet.column(inOneLine(optional), { ...FACE.help, leading: 1, ...column }));
}

function leftHeight(sheet: FormSheet, question: PaperQuestion, optional: Wording): number {
  if (isSaidBeside(question.input)) return 14;
  const column = isWide(question.input) ? {} : LEFT;
  return sheet.bothHeight(numbered(question), FACE.label, column) + (question.required ? 0 : sheet.heightOf(inOneLine(optional), { ...FACE.help, leading: 1, ...column }));
}

/** Help comes first, for it is read before somebody writes. */
function rightHeight(sheet: FormSheet, { label, help, input }: PaperQuestion): number {
  const beside = { width: RIGHT.width - INDENT };
  const before = help === null ? 0 : sheet.bothHeight(help, FACE.help, rightOf(input)) + HELP_GAP;
  switch (input.kind) {
    case "boxes":
      return before + input.rows.reduce((sum, row) => sum + rowHeight(sheet, row), 0);
    case "one":
    case "several":
      return before + optionRows(input).reduce((sum, row) => sum + optionRowHeight(sheet, row, input), 0);
    case "declaration":
      return sheet.bothHeight(label, FACE.option, beside) + (help === null ? 0 : sheet.bothHeight(help, FACE.hint, beside) + 2);
  }
}

function rowHeight(sheet: FormSheet, row: readonly PaperBox[]): number {
  const labels = Math.max(0, ...row.map(({ label }) => (label === null ? 0 : sheet.heightOf(inOneLine(label), FACE.part) + 1)));
  return labels + Math.max(...row.map(heightOfBox)) + BOX.between;
}

function heightOfBox({ lines }: PaperBox): number {
  return lines > 1 ? BOX.line * lines : BOX.height;
}

/** Answers as they stand beside each other: a group's heading begins a row of its own. */
function optionRows(input: Extract<PaperInput, { kind: "one" | "several" }>): PaperOption[][] {
  const most = isWide(input) ? 2 : 1;
  return input.options.reduce<PaperOption[][]>((rows, option) => {
    const last = rows.at(-1);
    if (last === undefined || last.length === most || option.heading !== null) return [...rows, [option]];
    return [...rows.slice(0, -1), [...last, option]];
  }, []);
}

function optionColumn(input: PaperInput, index: number): { left: number; width: number } {
  const { left, width } = rightOf(input);
  const each = isWide(input) ? (width - mm(GAP)) / 2 : width;
  return { left: left + index * (each + mm(GAP)), width: each };
}

function optionRowHeight(sheet: FormSheet, row: readonly PaperOption[], input: PaperInput): number {
  const column = { width: optionColumn(input, 0).width - INDENT };
  const above = row[0]?.heading ? sheet.heightOf(inOneLine(row[0].heading), FACE.heading) + 4 : 0;
  const each = row.map(({ label, hint }) => sheet.bothHeight(label, FACE.option, column) + (hint === null ? 0 : sheet.bothHeight(hint, FACE.hint, column)));
  return above + Math.max(...each) + OPTION_GAP;
}

function drawInput(sheet: FormSheet, question: PaperQuestion, isAnswered: boolean): void {
  const { input, help } = question;
  if (input.kind === "declaration") return drawDeclaration(sheet, input, question, isAnswered);
  if (help !== null) {
    sheet.both(help, FACE.help, rightOf(input));
    sheet.y += HELP_GAP;
  }
  if (input.kind === "boxes") for (const row of input.rows) drawRow(sheet, row, question, RIGHT);
  else for (const row of optionRows(input)) drawOptions(sheet, row, input, question, isAnswered);
}

/** Both languages where there is room for one line only. */
function inOneLine({ nl, en }: Wording): string {
  return nl === en ? nl : `${nl} · ${en}`;
}

/** Boxes beside each other, each under what it is; those with cells are as wide as these. */
export function drawRow(sheet: FormSheet, row: readonly PaperBox[], question: Pick<PaperQuestion, "number" | "label" | "required">, column: { left: number; width: number }): void {
  const shares = row.reduce((sum, { share }) => sum + share, 0);
  const free = column.width - BOX.between * (row.length - 1);
  const labels = Math.max(0, ...row.map(({ label }) => (label === null ? 0 : sheet.heightOf(inOneLine(label), FACE.part) + 1)));
  const top = sheet.y + labels;
  let x = column.left;
  for (const box of row) {
    const place = { x, y: top, width: box.cells === null ? (free * box.share) / shares : box.cells * BOX.cell, height: heightOfBox(box) };
    const { label } = box;
    if (label !== null) sheet.tagged("P", () => sheet.line(inOneLine(label), x, sheet.y, FACE.part));
    sheet.box(place, box.cells);
    fillBox(sheet, box, place, question);
    // Cells have a width of their own, which may be less than the word above them.
    x += (box.cells === null ? place.width : Math.max(place.width, label === null ? 0 : sheet.widthOf(inOneLine(label), FACE.part.size))) + BOX.between;
  }
  sheet.y = top + Math.max(...row.map(heightOfBox)) + BOX.between;
}

function fillBox(sheet: FormSheet, box: PaperBox, place: Place, question: Pick<PaperQuestion, "number" | "label" | "required">): void {
  if (box.answer !== null) return sheet.answer(box.answer, place, box.cells);
  const of = box.label === null ? "" : ` – ${inOneLine(box.label)}`;
  const tooltip = `${question.number} ${inOneLine(question.label)}${of}`.trim();
  sheet.field((element) => sheet.fields.text(box.name, place, { tooltip, cells: box.cells, lines: box.lines, required: false }, element));
}

function drawOptions(sheet: FormSheet, row: readonly PaperOption[], input: Extract<PaperInput, { kind: "one" | "several" }>, question: PaperQuestion, isAnswered: boolean): void {
  sheet.need(optionRowHeight(sheet, row, input));
  const heading = row[0]?.heading ?? null;
  if (heading !== null) {
    sheet.y += 2;
    sheet.tagged("P", () => sheet.column(inOneLine(heading), { ...FACE.heading, leading: 1, ...rightOf(input) }));
    sheet.y += 2;
  }
  const top = sheet.y;
  const ends = row.map((option, index) => {
    sheet.y = top;
    drawOption(sheet, option, { ...question, input }, optionColumn(input, index), isAnswered);
    return sheet.y;
  });
  sheet.y = Math.max(...ends) + OPTION_GAP;
}

type Choosing = PaperQuestion & { input: Extract<PaperInput, { kind: "one" | "several" }> };

function drawOption(sheet: FormSheet, option: PaperOption, { number, label, input }: Choosing, column: { left: number; width: number }, isAnswered: boolean): void {
  const place = { x: column.left, y: sheet.y + 1, width: TICK, height: TICK };
  const isRound = input.kind === "one";
  sheet.tickBox(place, isRound);
  const tooltip = `${number} ${inOneLine(label)}: ${inOneLine(option.label)}`;
  if (isAnswered) drawTicked(sheet, place, option.ticked);
  else {
    sheet.field((element) =>
      isRound
        ? sheet.fields.choice(input.name, option.value, place, { tooltip, required: false }, element)
        : sheet.fields.tick(`${input.name}.${option.value}`, place, { tooltip }, element),
    );
  }
  const beside = { left: column.left + INDENT, width: column.width - INDENT };
  sheet.both(option.label, FACE.option, beside);
  if (option.hint !== null) sheet.both(option.hint, FACE.hint, beside);
}

function drawDeclaration(sheet: FormSheet, input: Extract<PaperInput, { kind: "declaration" }>, { number, label, help }: PaperQuestion, isAnswered: boolean): void {
  const place = { x: RIGHT.left, y: sheet.y + 1, width: TICK, height: TICK };
  sheet.tickBox(place, false);
  if (isAnswered) drawTicked(sheet, place, input.ticked);
  else sheet.field((element) => sheet.fields.tick(input.name, place, { tooltip: `${number} ${inOneLine(label)}` }, element));
  const beside = { left: RIGHT.left + INDENT, width: RIGHT.width - INDENT };
  sheet.both(label, FACE.option, beside);
  if (help === null) return;
  sheet.y += 2;
  sheet.both(help, FACE.hint, beside);
}

/** A cross, as a pen makes it; who listens hears it as one. */
function drawTicked(sheet: FormSheet, { x, y, width, height }: Place, isTicked: boolean): void {
  if (isTicked) sheet.tagged("P", () => sheet.line("×", x + width / 2 - sheet.widthOf("×", 13) / 2, y + height / 2 - 8.6, { size: 13, font: "semibold" }));
}

import { BrokenLink } from "#app/ui/broken-link.tsx";
import { Button, LinkButton } from "#app/ui/button.tsx";
import { Checkbox, CheckboxGroup, RadioGroup } from "#app/ui/choices.tsx";
import { ConfirmSubmit } from "#app/ui/confirm-submit.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { DateInput } from "#app/ui/date-input.tsx";
import { Conflict } from "#app/ui/desk/conflict.tsx";
import { ErrorPage } from "#app/ui/error-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Select, TextArea, TextInput } from "#app/ui/field.tsx";
import type { CaseShown } from "#app/ui/desk/screen.ts";
import { BackLink, Pagination, Tabs } from "#app/ui/navigation.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Progress, Skeleton } from "#app/ui/progress.tsx";
import { PublicLayout } from "#app/ui/public-layout.tsx";
import { Card, DefinitionList, EmptyState, PageTitle } from "#app/ui/section.tsx";
import { StaffLayout } from "#app/ui/staff-layout.tsx";
import { Countdown, StatusTag } from "#app/ui/status-tag.tsx";
import { StepList, Timeline } from "#app/ui/timeline.tsx";

const choices = [
  { value: "a", label: "De contactpersoon is tijdelijk afwezig" },
  { value: "b", label: "Ik ben geen contactpersoon", help: "Dan bevestigt de hoofdcontactpersoon" },
];
const problem = {
  code: "form.invalid",
  message: "Niet alle antwoorden zijn goed ingevuld.",
  correlationId: "c-1",
  fields: { initials: "Vul de voorletters in.", born: "Vul een datum in.", why: "Kies een van de mogelijkheden.", terms: "Ga akkoord om verder te gaan." },
};

/** Every part of a form at once, as it comes back with mistakes. */
export function FormPage() {
  return (
    <PublicLayout aside={<StepList label="Stappen" steps={[{ key: "1", title: "Praktijk", state: "done" }, { key: "2", title: "Gebruiker", state: "now" }, { key: "3", title: "Diensten", state: "next" }]} />}>
      <BackLink to="/" />
      <PageTitle kicker="Stap 2 van 3" title="Voor wie vraagt u een account aan?" lead="Zoals op het identiteitsbewijs." />
      <ErrorSummary problem={problem} />
      <form method="post" className="grid gap-6">
        <TextInput name="initials" label="Voorletters" help="Met punten" error={problem.fields.initials} width="short" />
        <TextInput name="prefix" label="Tussenvoegsel" optional />
        <DateInput name="born" label="Geboortedatum" error={problem.fields.born} birthday />
        <RadioGroup name="why" label="Waarom?" choices={choices} value="a" error={problem.fields.why} />
        <CheckboxGroup name="services" label="Diensten" choices={choices} values={["a"]} />
        <TextArea name="note" label="Toelichting" optional />
        <Select name="post" label="Functie" choices={[{ value: "x", label: "Tandarts" }]} placeholder="Kies" />
        <Checkbox name="terms" label="Ik ga akkoord met de voorwaarden" error={problem.fields.terms} />
        <Button>Verder</Button>
        <Button disabled look="other">Wachten</Button>
      </form>
      <Timeline label="Stappen" steps={[{ key: "a", title: "Ontvangen", state: "done", when: "maandag 16 november 2026" }, { key: "b", title: "Beoordelen", state: "now", children: "Wij beoordelen uw aanvraag." }, { key: "c", title: "Versturen", state: "next" }, { key: "d", title: "Gestopt", state: "stopped" }]} />
    </PublicLayout>
  );
}

/** What somebody wrote, without one place to break it. */
const LONG_WORD = "woord".repeat(400);

/** A request as whoever was too late finds it; no more of it than is drawn. */
const late = { reference: "ZG-2481", status: "decided", reasons: [], claim: null, decision: { what: "approve", by: "Wim Bos", at: "10.00", reason: null, note: null } } as unknown as CaseShown;

/** Every part of the desk at once. */
export function DeskPage() {
  const rows = [{ reference: "ZG-2481", days: -1 }, { reference: "ZG-2482", days: 1 }, { reference: "ZG-2483", days: 4 }];
  return (
    <StaffLayout search={<input type="search" aria-label="Zoeken" className="control" />}>
      <PageTitle title="Nieuwe gebruikers" acts={<Button size="small">Volgende oppakken</Button>} />
      <Tabs label="Weergaven" current="mine" tabs={[{ key: "mine", label: "Van mij", to: "?", count: "12" }, { key: "free", label: "Niet toegewezen", to: "?free" }]} />
      <DataTable
        caption="Aanvragen"
        rows={rows}
        rowKey={({ reference }) => reference}
        selected={({ days }) => days === 1}
        columns={[
          { key: "reference", head: "Referentie", cell: ({ reference }) => reference, sort: { to: "?sort", now: "ascending" } },
          { key: "left", head: "Nog", cell: ({ days }) => <Countdown daysLeft={days}>{`${days} werkdagen`}</Countdown>, align: "end" },
        ]}
      />
      <Pagination previous="?before" next="?after">1–3</Pagination>
      <Card title="Antwoorden" aside={<StatusTag tone="waiting">Wacht</StatusTag>}>
        <DefinitionList facts={[{ label: "Naam", value: "Z. van der Håkon" }, { label: "Leeg", value: "" }]} />
      </Card>
      <Card title={LONG_WORD}>
        <div className="grid gap-3">
          <ul className="grid gap-2">
            <li className="grid gap-0.5">
              <span className="whitespace-pre-line">{LONG_WORD}</span>
              <span>
                <q>{LONG_WORD}</q>
              </span>
            </li>
          </ul>
          <DefinitionList facts={[{ label: "Wat u typte", value: LONG_WORD }]} />
          <blockquote>{LONG_WORD}</blockquote>
          <TextArea name="long" label="Notitie" most={1000} defaultValue={LONG_WORD} />
        </div>
      </Card>
      <div className="w-72">
        <Conflict screen={late} problem={{ ...problem, values: { outcome: "approve", note: LONG_WORD } }} format={{ time: (at: string) => at } as never} />
      </div>
      <Notice kind="late" title="Niet gevonden" live>R-14</Notice>
      <Notice kind="warn">Let op</Notice>
      <Notice kind="well">Gelukt</Notice>
      <Notice>Goed om te weten</Notice>
      <StatusTag tone="well">Goedgekeurd</StatusTag>
      <form method="post">
        <TextInput name="reason" label="Reden" error="Vul een reden in." />
        <ConfirmSubmit act="Afwijzen" question="Wilt u deze aanvraag afwijzen?" size="small" />
        <Button look="danger" size="small">Blokkeren</Button>
      </form>
      <EmptyState title="Niets te doen" act={<LinkButton to="/" look="other" size="small">Alles bekijken</LinkButton>} />
      <Progress label="Bezig" value={0.4} />
      <Skeleton className="h-9" />
    </StaffLayout>
  );
}

export const kitPages = {
  form: <FormPage />,
  desk: <DeskPage />,
  "not found": <ErrorPage status={404} />,
  "broken link": <BrokenLink what="expired" kind="resume" />,
  failed: <ErrorPage status={500} correlationId="c-1" />,
};

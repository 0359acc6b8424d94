import { Form, Link, NavLink } from "@remix-run/react";
import { ArrowLeftRight, Award, Ban, BookOpenCheck, CalendarDays, CalendarX, ChartColumn, ChevronDown, FileText, Hourglass, Inbox, KeyRound, Landmark, Mail, MailWarning, MailX, Menu, ScanLine, Settings2, ShieldAlert, UserCog, UserSearch, Users, Wrench, type LucideIcon } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { classNames } from "./class-names.ts";
import { Keyboard } from "./keyboard/keyboard.tsx";
import { DemonstrationBanner, LanguageSwitch } from "./language-switch.tsx";
import { Notice } from "./notice.tsx";
import { useShell } from "./shell.tsx";
import { useFocusKept } from "./use-focus-kept.ts";

const icons: Record<string, LucideIcon> = {
  requests: Inbox,
  printRoom: Mail,
  certificates: Award,
  customers: Users,
  studio: Settings2,
  reports: ChartColumn,
  audit: BookOpenCheck,
  staff: UserCog,
  calendar: CalendarDays,
  jobs: Wrench,
  printRoomKeys: KeyRound,
  intake: ScanLine,
  urgentBlock: Ban,
  returnedPost: MailX,
  undelivered: MailWarning,
  moves: ArrowLeftRight,
  registerEndings: CalendarX,
  retention: Hourglass,
  personReport: UserSearch,
  incidents: ShieldAlert,
  authority: Landmark,
};

/** The page around everything that staff see: dense, the menu at the left, `search` in the bar on top. Dark where the reader's screen is. */
export function StaffLayout({ children, search, wide = false }: { children: ReactNode; search?: ReactNode; wide?: boolean }) {
  const { t } = useTranslation("common");
  const { refused, staff, here } = useShell();
  const main = useRef<HTMLElement>(null);
  const voice = useRef<HTMLParagraphElement>(null);
  useFocusKept(main, voice);
  return (
    <div data-scheme="desk" className="flex min-h-dvh flex-col text-sm">
      <a href="#main" className="sr-only focus:not-sr-only focus:absolute focus:z-30 focus:m-2 focus:bg-sheet focus:p-3 focus:text-link">
        {t("skip")}
      </a>
      <DemonstrationBanner />
      <header className="sticky top-0 z-20 flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-sheet px-3 py-1 print:hidden">
        <p ref={voice} aria-live="polite" className="sr-only" />
        <SmallMenu />
        <span className="text-lg font-bold tracking-wide text-petrol md:w-40">Zegel</span>
        <div className="order-last min-w-0 basis-full empty:hidden md:order-none md:max-w-form md:flex-1 md:basis-0">{search}</div>
        <div className="ml-auto flex items-center gap-3">
          {staff === null ? null : <Keyboard singleKeys={staff.singleKeys} paths={{ keys: "/keys", find: "/find" }} here={here} />}
          <LanguageSwitch />
          <UserMenu />
        </div>
      </header>
      <div className="flex flex-1">
        <nav aria-label={t("desk.menu")} className="hidden w-44 shrink-0 border-r border-line p-2 md:block print:hidden">
          <MenuLinks />
        </nav>
        <main ref={main} id="main" tabIndex={-1} className={classNames("grid min-w-0 flex-1 content-start gap-5 p-4 outline-none lg:p-6", !wide && "max-w-[110rem]")}>
          {refused === null ? null : (
            <Notice kind="late" live>
              {refused}
            </Notice>
          )}
          {children}
        </main>
      </div>
    </div>
  );
}

function MenuLinks() {
  const { t } = useTranslation("common");
  const { staff } = useShell();
  return (
    <ul className="grid gap-0.5">
      {(staff?.menu ?? []).map(({ key, to }) => {
        const Icon = icons[key] ?? FileText;
        return (
          <li key={key}>
            <NavLink
              to={to}
              className={({ isActive }) =>
                classNames("flex min-h-9 items-center gap-2 rounded-md px-2", isActive ? "bg-petrol-tint font-semibold text-petrol" : "text-ink hover:bg-line")
              }
            >
              <Icon aria-hidden className="size-4 shrink-0" />
              {t(`menu.${key}`)}
            </NavLink>
          </li>
        );
      })}
    </ul>
  );
}

/** The menu at phone width: folded, and open without scripts too. */
function SmallMenu() {
  const { t } = useTranslation("common");
  return (
    <Disclosure className="md:hidden" face={<><Menu aria-hidden className="size-5" /><span className="sr-only">{t("desk.menu")}</span></>} side="left-0">
      <nav aria-label={t("desk.menu")}>
        <MenuLinks />
      </nav>
    </Disclosure>
  );
}

function UserMenu() {
  const { t } = useTranslation("common");
  const { staff } = useShell();
  if (staff === null) return null;
  return (
    <Disclosure face={<>{staff.name}<ChevronDown aria-hidden className="size-4" /></>} side="right-0">
      <p className="px-2 pb-2 text-soft">{staff.roles.map((role) => t(`role.${role}`)).join(", ")}</p>
      <Link to="/keys" className="flex min-h-9 items-center rounded-md px-2 hover:bg-line">
        {t("desk.keys")}
      </Link>
      <Form method="post" action="/sign-out" reloadDocument>
        <button className="flex min-h-9 w-full items-center rounded-md px-2 text-left hover:bg-line">{t("desk.signOut")}</button>
      </Form>
    </Disclosure>
  );
}

/** Something that unfolds over the page. Closes on Escape and when the focus or a click leaves it. */
function Disclosure({ face, side, className, children }: { face: ReactNode; side: "left-0" | "right-0"; className?: string; children: ReactNode }) {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const details = box.current;
      if (details?.open && event.target instanceof Node && !details.contains(event.target)) details.open = false;
    };
    const escape = (event: KeyboardEvent) => {
      const details = box.current;
      if (event.key !== "Escape" || !details?.open) return;
      details.open = false;
      details.querySelector("summary")?.focus();
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("focusin", close);
    document.addEventListener("keydown", escape);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("focusin", close);
      document.removeEventListener("keydown", escape);
    };
  }, []);
  return (
    <details ref={box} className={classNames("group relative", className)}>
      <summary className="flex min-h-9 list-none items-center gap-1 rounded-md px-2 font-semibold hover:bg-line">{face}</summary>
      <div className={classNames("absolute top-full z-30 mt-1 min-w-52 rounded-md border border-line bg-sheet p-2 shadow-float", side)}>{children}</div>
    </details>
  );
}

/** Where everything is. Links are made here and nowhere else, so that an address can change in one place. */
export const paths = {
  home: () => "/",
  contact: () => "/contact",
  guide: () => "/guide",
  terms: (version = "1") => `/terms/${encodeURIComponent(version)}`,
  language: () => "/language",
  install: () => "/install",
  apply: (type: string) => `/apply/${encodeURIComponent(type)}`,
  status: (token: string) => `/status/${encodeURIComponent(token)}`,
  signIn: (to?: string) => (to === undefined ? "/sign-in" : `/sign-in?to=${encodeURIComponent(to)}`),
  signOut: () => "/sign-out",
  desk: () => "/desk",
  request: (id: string) => `/desk/requests/${encodeURIComponent(id)}`,
  printRoom: () => "/print-room",
  jobs: () => "/jobs",
  simulators: () => "/simulators",
};

/** An address of our own that somebody may be sent back to; anything that could lead elsewhere becomes the fallback. */
export function ownPath(value: string | null | undefined, fallback = "/"): string {
  const here = "http://own.invalid";
  if (!value?.startsWith("/") || value.length > 2_000 || !URL.canParse(value, here)) return fallback;
  const url = new URL(value, here);
  const path = `${url.pathname}${url.search}`;
  // "/..//elsewhere" is normalised to "//elsewhere", which a browser takes for another host.
  return url.origin === here && !path.startsWith("//") ? path : fallback;
}

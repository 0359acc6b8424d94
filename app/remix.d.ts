/** The list of routes that the Remix plugin puts together; only the bundler knows it. */
declare module "virtual:remix/server-build" {
  const build: import("@remix-run/node").ServerBuild;
  export = build;
}

/** Comes without types of its own. */
declare module "eslint-plugin-jsx-a11y" {
  const plugin: import("eslint").ESLint.Plugin & { flatConfigs: { recommended: { rules: import("eslint").Linter.RulesRecord } } };
  export default plugin;
}

import js from "@eslint/js";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["build/", "node_modules/", ".data/", "db/migrations/", ".cache/"] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,tsx,js,mjs}"],
    rules: {
      "no-console": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
  {
    files: ["app/**/*.tsx"],
    plugins: { "jsx-a11y": jsxA11y, "react-hooks": reactHooks },
    rules: { ...jsxA11y.flatConfigs.recommended.rules, ...reactHooks.configs.recommended.rules },
  },
  {
    // The environment has one reader, the clock one source.
    files: ["app/**/*.{ts,tsx}", "db/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "MemberExpression[object.name='process'][property.name='env']", message: "Only app/env.server.ts reads the environment." },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "Take `now` as an argument; only the clock adapter reads the system's time." },
        { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: "Take `now` as an argument; only the clock adapter reads the system's time." },
      ],
    },
  },
  { files: ["app/env.server.ts", "app/adapters/clock/**"], rules: { "no-restricted-syntax": "off" } },
  { files: ["scripts/**", "test/**"], rules: { "no-console": "off" }, languageOptions: { globals: { process: "readonly", console: "readonly" } } },
);

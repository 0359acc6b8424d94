import { afterAll } from "vitest";

import { endThisFile } from "./endings.ts";

// A setup file runs before each test file, also where test files share their modules; its hook comes after those of the file.
afterAll(endThisFile);

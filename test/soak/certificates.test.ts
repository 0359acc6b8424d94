import { judgeSample } from "#test/conformance/sample.ts";

judgeSample(120);

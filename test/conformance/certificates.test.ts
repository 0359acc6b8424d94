import { judgeSample } from "./sample.ts";

// The particular names, of every profile; the soak has hundreds (test/soak/certificates.test.ts).
judgeSample(36);

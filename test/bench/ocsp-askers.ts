// Those who ask: `node --import tsx ocsp-askers.ts PORT PATH AT_ONCE MILLISECONDS keep|close QUESTIONS`, QUESTIONS being a file of JSON with base64. Says how many were answered in a second.
import { readFileSync } from "node:fs";
import { connect } from "node:net";

const [port = "", path = "", atOnce = "", forMs = "", connection = "", file = ""] = process.argv.slice(2);
const questions = (JSON.parse(readFileSync(file, "utf8")) as string[]).map((text) => {
  const body = Buffer.from(text, "base64");
  const head = `POST ${path} HTTP/1.${connection === "keep" ? 1 : 0}\r\nHost: 127.0.0.1\r\nContent-Type: application/ocsp-request\r\nContent-Length: ${body.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), body]);
});
let [next, answered, refused] = [0, 0, 0];
const end = performance.now() + Number(forMs);
const question = () => questions[next++ % questions.length] ?? Buffer.alloc(0);

/** One asker: asks, waits for the whole answer, asks again, over one connection or a new one each time. */
function asker(): Promise<void> {
  return new Promise((done, failed) => {
    const open = () => {
      const socket = connect(Number(port), "127.0.0.1");
      socket.setNoDelay(true);
      let [got, wanted, head] = [0, -1, Buffer.alloc(0)];
      socket.on("connect", () => socket.write(question()));
      socket.on("data", (bytes: Buffer) => {
        if (wanted < 0) {
          head = Buffer.concat([head, bytes]);
          const at = head.indexOf("\r\n\r\n");
          if (at < 0) return;
          wanted = Number(/content-length: *(\d+)/i.exec(head.subarray(0, at).toString("latin1"))?.[1] ?? 0);
          // OCSPResponseStatus stands in the octets that begin an answer: successful is 0.
          if (head.length > at + 8 && head.subarray(at + 4, at + 14).indexOf(Buffer.from("0a0100", "hex")) < 0) refused += 1;
          got = head.length - at - 4;
        } else got += bytes.length;
        if (got < wanted) return;
        answered += 1;
        [got, wanted, head] = [0, -1, Buffer.alloc(0)];
        if (performance.now() >= end) return void socket.end(done);
        if (connection === "keep") socket.write(question());
        else {
          socket.destroy();
          open();
        }
      });
      socket.on("error", failed);
    };
    open();
  });
}

const begun = performance.now();
await Promise.all(Array.from({ length: Number(atOnce) }, asker));
const seconds = (performance.now() - begun) / 1000;
process.stdout.write(`${JSON.stringify({ perSecond: answered / seconds, refused })}\n`);
process.exit(0);

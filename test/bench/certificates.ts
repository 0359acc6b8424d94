import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

/**
 * The rival of the issuing pipeline: nothing but RSA-3072 signatures over fresh octets as long as a certificate's, `concurrency` at a
 * time for `durationMs`, on the platform's thread pool. Signatures per second.
 */
export async function rivalBareSigning(durationMs: number, concurrency: number): Promise<number> {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 3072 });
  const octets = randomBytes(1100);
  const start = performance.now();
  let signed = 0;
  const worker = async () => {
    while (performance.now() - start < durationMs) {
      octets.writeUInt32BE(signed);
      await new Promise<void>((resolve, reject) => sign("sha256", octets, privateKey, (error) => (error ? reject(error) : resolve())));
      signed += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return (signed * 1000) / (performance.now() - start);
}

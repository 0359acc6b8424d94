// Asks whoever sits at the terminal for a passphrase, without showing what is typed.
import { createInterface } from "node:readline";

/**
 * A passphrase from the environment, or typed twice. Throws where there is neither.
 * @param {string} setting the variable that may hold it
 * @param {string} question what is asked
 * @returns {Promise<string>}
 */
export async function passphrase(setting, question = "Passphrase: ") {
  const given = process.env[setting];
  if (given !== undefined && given !== "") return given;
  if (!process.stdin.isTTY) throw new Error(`There is nobody to ask for a passphrase. Set ${setting}.`);
  const once = await ask(question);
  if (once !== (await ask("Once more: "))) throw new Error("The two are not the same.");
  return once;
}

/**
 * @param {string} question
 * @returns {Promise<string>}
 */
function ask(question) {
  process.stdout.write(question);
  const reader = createInterface({ input: process.stdin, terminal: false });
  process.stdin.setRawMode?.(false);
  process.stdout.write("\u001b[8m");
  return new Promise((answer) =>
    reader.once("line", (line) => {
      process.stdout.write("\u001b[28m\n");
      reader.close();
      answer(line);
    }),
  );
}

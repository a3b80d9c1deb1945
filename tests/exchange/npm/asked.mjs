// What the test asks comes in as JSON, and what was found goes out so.
export async function asked() {
  let text = "";
  for await (const part of process.stdin) text += part;
  return JSON.parse(text);
}

export function say(found) {
  process.stdout.write(JSON.stringify(found));
}

// A moment as people here read it: 20-11-2026 15:04, by the clock of this device.
const two = (number) => String(number).padStart(2, "0");

export function moment(at) {
  const when = new Date(at);
  const day = `${two(when.getDate())}-${two(when.getMonth() + 1)}-${when.getFullYear()}`;
  return `${day} ${two(when.getHours())}:${two(when.getMinutes())}`;
}

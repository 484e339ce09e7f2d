const DAY_MS = 24 * 60 * 60 * 1000;

function two(number) {
  return number < 10 ? `0${number}` : String(number);
}

function startOfDay(time) {
  const date = new Date(time);
  date.setHours(0, 0, 0, 0);
  return date.getTime();
}

/**
 * As chat lists show a time: the clock today, then yesterday, the weekday within a week, and the date.
 *
 * @param {number} time epoch ms
 * @param {number} now epoch ms
 * @param {Record<string, string>} texts
 */
function shortTime(time, now, texts) {
  if (!time) return "";
  const date = new Date(time);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const today = startOfDay(now);
  if (time >= today) return clock;
  if (time >= today - DAY_MS) return texts.yesterday;
  if (time >= today - 6 * DAY_MS) return texts.weekdays.split(" ")[date.getDay()];
  const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return date.getFullYear() === new Date(now).getFullYear() ? day : `${date.getFullYear()}-${day}`;
}

/** The same with the clock always, as it stands between messages. */
function longTime(time, now, texts) {
  const short = shortTime(time, now, texts);
  if (time >= startOfDay(now)) return short;
  const date = new Date(time);
  return `${short} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

module.exports = { shortTime, longTime };

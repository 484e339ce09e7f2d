import { expect, it } from "vitest";
import { readClientForm } from "./client-form.ts";

it("[UA4] reads what clients have encoded", () => {
  const values = { nickname: "A & B = 100% + 1", ext: '{"a":"ü😀"}', sign: "" };
  const text = Object.entries(values)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join("&");
  expect(readClientForm(text)).toEqual(values);
});

it("[UA4] reads what clients have not encoded", () => {
  const raw = [
    ["avatarurl", "https://example.com/a.png?x=1&y=2&sign=3"],
    ["avatarurl", "https://example.com/a.png?x=%E7%88%B1&y=2"],
    ["nickname", "Tom & Jerry 100%"],
    ["nickname", "1+1=2"],
    ["ext", "a&&b&"],
    ["ext", "50% & more"],
  ] as const;
  for (const [key, value] of raw.slice(1)) expect(readClientForm(`${key}=${value}`), value).toEqual({ [key]: value });
  // A key that clients know begins a value of its own: this one cannot be told apart.
  expect(readClientForm(`avatarurl=${raw[0][1]}`)).toEqual({
    avatarurl: "https://example.com/a.png?x=1&y=2",
    sign: "3",
  });
});

it("[UA4] reads nothing where there is no key that clients know", () => {
  for (const text of ["", "&", "=x", "other=1", "nickname", "__proto__=1"])
    expect(readClientForm(text), text).toEqual({});
  expect(readClientForm("other=1&nickname=x")).toEqual({ nickname: "x" });
});

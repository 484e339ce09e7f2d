import { expect, it } from "vitest";
import { CsvError, readUsers, writeCsv } from "./read-csv.ts";

it("reads what spreadsheets write: a mark at the beginning, quotes, empty lines, columns in any order", () => {
  const text = '\uFEFFNickname, USERNAME ,password\r\n"Li, Ming",li,"a ""b"""\r\n\r\n,wang,\r\n';
  expect(readUsers(text)).toEqual([
    { row: 2, user: { username: "li", password: 'a "b"', nickname: "Li, Ming" } },
    { row: 3, user: { username: "wang" } },
  ]);
});

it("takes a file with one column", () => {
  expect(readUsers("username\nli\n")).toEqual([{ row: 2, user: { username: "li" } }]);
});

it("says why a file is no list of users", () => {
  const reasonOf = (text: string): unknown => {
    try {
      return readUsers(text);
    } catch (error) {
      return error instanceof CsvError ? error.reason : error;
    }
  };
  expect(reasonOf("")).toBe("noUsername");
  expect(reasonOf("name,password\nli,secret\n")).toBe("noUsername");
  expect(reasonOf("username\n")).toBe("empty");
  expect(reasonOf('username\n"li\n')).toBe("malformed");
});

it("writes results that a spreadsheet does not run", () => {
  expect(writeCsv([{ username: '=HYPERLINK("x")' }])).toContain("\"'=HYPERLINK");
});

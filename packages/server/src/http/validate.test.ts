import { Type } from "typebox";
import { expect, it } from "vitest";
import { validatorOf } from "./validate.ts";

const validate = validatorOf({ body: Type.Array(Type.Object({ name: Type.String() })) });
const check = (body: unknown) => () => validate({ params: {}, query: {}, body });

it("[RE8] a body that is wrong all over is refused after a look at its beginning", () => {
  let looks = 0;
  const body = new Proxy(Array(100_000).fill(1), {
    get(list, key, receiver) {
      looks++;
      return Reflect.get(list, key, receiver);
    },
  });
  expect(check(body)).toThrow("0 must be object");
  expect(looks).toBeLessThan(1000);
});

it("[RE8] a fault far behind is refused, too", () => {
  const good = Array.from({ length: 1000 }, () => ({ name: "x" }));
  expect(check(good)).not.toThrow();
  expect(check([...good, {}])).toThrow("the body is not valid");
  expect(check([{}, ...good])).toThrow("0.name is required");
});

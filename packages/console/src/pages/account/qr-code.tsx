import QRCode from "qrcode";
import { useMemo } from "react";

/** White around the code, in modules: readers need it. */
const MARGIN = 4;

/** Drawn here, so that the secret in it goes nowhere. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = useMemo(() => drawing(text), [text]);
  const edge = size + 2 * MARGIN;
  return (
    <svg
      viewBox={`0 0 ${edge} ${edge}`}
      width="208"
      height="208"
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={edge} height={edge} fill="#fff" />
      <path d={path} fill="#000" transform={`translate(${MARGIN} ${MARGIN})`} />
    </svg>
  );
}

function drawing(text: string): { size: number; path: string } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: "M" });
  const { size } = modules;
  const dots: string[] = [];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (modules.get(row, column)) dots.push(`M${column} ${row}h1v1h-1z`);
    }
  }
  return { size, path: dots.join("") };
}

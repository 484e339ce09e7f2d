import { Select, type SelectProps } from "antd";

const zones = Intl.supportedValuesOf("timeZone").map((zone) => ({ value: zone, label: zone }));

export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** All time zones, searched by typing. The form it is in gives the value. */
export function TimeZoneSelect(props: SelectProps<string>) {
  const { value } = props;
  // A zone that the browser calls by another name stays what it is.
  const isListed = value === undefined || zones.some((zone) => zone.value === value);
  const options = isListed ? zones : [{ value, label: value }, ...zones];
  return <Select {...props} showSearch options={options} />;
}

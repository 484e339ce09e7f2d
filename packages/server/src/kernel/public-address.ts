import { BlockList, isIP } from "node:net";

/** Of the special-purpose registry of IANA: not reachable from everywhere, or standing for another address. */
const notPublic = new BlockList();
for (const range of [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  // Multicast, and what is reserved.
  "224.0.0.0/3",
  // Within the global unicast addresses: Teredo and its neighbours, documentation, 6to4.
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
]) {
  const [net = "", bits] = range.split("/");
  notPublic.addSubnet(net, Number(bits), net.includes(":") ? "ipv6" : "ipv4");
}

/** The only addresses of version 6 that lead into the internet; all others are local, mapped, translated or reserved. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");

/** Whether an IP address is one that anybody in the internet could ask for, and so tells nobody what is inside. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !notPublic.check(address, "ipv4");
  return version === 6 && globalUnicast.check(address, "ipv6") && !notPublic.check(address, "ipv6");
}

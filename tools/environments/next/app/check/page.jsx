"use client";

import { VERSION } from "affekt";
import { useEffect } from "react";

export default function Page() {
  useEffect(() => void import("../../../page.js"), []);
  return <h1>Affekt {VERSION}</h1>;
}

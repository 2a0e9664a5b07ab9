/** Calls that come while `act` runs become one more run after it: the last word is always told, and none queue up. */
export function coalesced(act) {
  let running = null;
  let again = false;
  const run = async () => {
    try {
      while (again) {
        again = false;
        await act();
      }
    } finally {
      running = null;
    }
  };
  return () => {
    again = true;
    running ??= run();
    return running;
  };
}

/* Lengths and areas on the ellipsoid of WGS84, metres and square metres; points are [lon, lat] in degrees. */
(function () {
  "use strict";

  const A = 6378137;
  const F = 1 / 298.257223563;
  const B = A * (1 - F);
  const E2 = F * (2 - F);
  const E = Math.sqrt(E2);
  const rad = (degrees) => (degrees * Math.PI) / 180;

  /** Vincenty's inverse formula; good to a millimetre for anything but antipodes. */
  function distance([lon1, lat1], [lon2, lat2]) {
    const L = rad(lon2 - lon1);
    const u1 = Math.atan((1 - F) * Math.tan(rad(lat1)));
    const u2 = Math.atan((1 - F) * Math.tan(rad(lat2)));
    const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
    let lambda = L;
    for (let round = 0; round < 100; round += 1) {
      const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
      const ss = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
      if (ss === 0) return 0;
      const cs = s1 * s2 + c1 * c2 * cl;
      const sigma = Math.atan2(ss, cs);
      const sa = (c1 * c2 * sl) / ss;
      const ca2 = 1 - sa * sa;
      const cm = ca2 ? cs - (2 * s1 * s2) / ca2 : 0;
      const C = (F / 16) * ca2 * (4 + F * (4 - 3 * ca2));
      const next = L + (1 - C) * F * sa * (sigma + C * ss * (cm + C * cs * (2 * cm * cm - 1)));
      const settled = Math.abs(next - lambda) < 1e-12;
      lambda = next;
      if (settled) return arc(ca2, ss, cs, cm, sigma);
    }
    return NaN; // nearly opposite points of the earth
  }

  function arc(ca2, ss, cs, cm, sigma) {
    const k = (ca2 * (A * A - B * B)) / (B * B);
    const P = 1 + (k / 16384) * (4096 + k * (k * (320 - 175 * k) - 768));
    const Q = (k / 1024) * (256 + k * (k * (74 - 47 * k) - 128));
    const bend = cm + (Q / 4) * (cs * (2 * cm * cm - 1) - (Q / 6) * cm * (4 * ss * ss - 3) * (4 * cm * cm - 3));
    return B * P * (sigma - Q * ss * bend);
  }

  const length = (points) => points.slice(1).reduce((sum, point, place) => sum + distance(points[place], point), 0);

  const q = (sine) => (1 - E2) * (sine / (1 - E2 * sine * sine) + Math.atanh(E * sine) / E);
  const POLE = q(1);
  const RADIUS2 = (A * A * POLE) / 2; // of the sphere with the ellipsoid's area, squared

  /** The half of the latitude on the sphere of equal area, as a tangent. */
  function half(lat) {
    return Math.tan(Math.asin(q(Math.sin(rad(lat))) / POLE) / 2);
  }

  /** Area of a ring, not repeated at its end: each side with the equator makes a piece of the sphere of equal area. */
  function area(points) {
    const excess = points.reduce((sum, [lon, lat], place) => {
      const [lon2, lat2] = points[(place + 1) % points.length];
      const [one, two] = [half(lat), half(lat2)];
      return sum + 2 * Math.atan((Math.tan(rad(lon2 - lon) / 2) * (one + two)) / (1 + one * two));
    }, 0);
    return Math.abs(excess) * RADIUS2;
  }

  window.onemap.geodesy = { distance, length, area };
})();

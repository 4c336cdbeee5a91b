//! Which way a head is turned: its points against the canonical face of `MediaPipe`; weighted, rigid, no camera model.

/// Turned away from the camera, in degrees; roll is measured along the eyes instead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pose {
    /// To the picture's right.
    pub(super) yaw_deg: f32,
    /// Upwards.
    pub(super) pitch_deg: f32,
}

/// Steps of the power iteration; a hundredth of a degree needs about twenty.
const STEPS: usize = 48;

/// Index, weight and place of the points that move least with the expression; centimetres, y up, z to the camera.
const BASIS: [(usize, f32, [f32; 3]); 33] = [
    (4, 0.0709, [0.000, -0.463, 7.587]),
    (6, 0.0321, [0.000, 2.473, 5.789]),
    (10, 0.0084, [0.000, 8.262, 4.482]),
    (33, 0.0587, [-4.446, 2.664, 3.173]),
    (54, 0.0077, [-6.279, 6.615, 1.426]),
    (67, 0.0091, [-3.524, 8.006, 3.729]),
    (117, 0.0098, [-5.259, 0.946, 2.974]),
    (119, 0.0146, [-3.301, 0.862, 3.873]),
    (121, 0.0186, [-1.821, 1.468, 4.224]),
    (127, 0.0052, [-7.743, 2.365, -2.005]),
    (129, 0.1206, [-1.786, -0.978, 4.850]),
    (132, 0.0056, [-7.271, -2.891, -2.252]),
    (133, 0.0533, [-1.856, 2.585, 3.758]),
    (136, 0.0669, [-5.085, -7.179, 0.715]),
    (143, 0.0148, [-6.408, 2.236, 1.561]),
    (147, 0.0143, [-6.235, -1.944, 1.664]),
    (198, 0.0255, [-1.247, 0.230, 5.681]),
    (205, 0.0473, [-3.833, -1.537, 4.138]),
    (263, 0.0587, [4.446, 2.664, 3.173]),
    (284, 0.0077, [6.279, 6.615, 1.426]),
    (297, 0.0091, [3.524, 8.006, 3.729]),
    (346, 0.0098, [5.259, 0.946, 2.974]),
    (348, 0.0146, [3.301, 0.862, 3.873]),
    (350, 0.0186, [1.821, 1.468, 4.224]),
    (356, 0.0052, [7.743, 2.365, -2.005]),
    (358, 0.1206, [1.786, -0.978, 4.850]),
    (361, 0.0056, [7.271, -2.891, -2.252]),
    (362, 0.0533, [1.856, 2.585, 3.758]),
    (365, 0.0669, [5.085, -7.179, 0.715]),
    (372, 0.0148, [6.408, 2.236, 1.561]),
    (376, 0.0143, [6.235, -1.944, 1.664]),
    (420, 0.0255, [1.247, 0.230, 5.681]),
    (425, 0.0473, [3.833, -1.537, 4.138]),
];

/// The rotation that best carries the canonical face onto these points, by Horn's quaternion.
pub(super) fn of(point: impl Fn(usize) -> [f32; 3]) -> Pose {
    let total: f32 = BASIS.iter().map(|(_, weight, _)| weight).sum();
    let mean = |of: &dyn Fn(usize, [f32; 3]) -> [f32; 3]| {
        let mut sum = [0.0_f32; 3];
        for (at, weight, place) in BASIS {
            for (sum, value) in sum.iter_mut().zip(of(at, place)) {
                *sum += value * weight / total;
            }
        }
        sum
    };
    // Pictures count y downwards and z away from the camera.
    let measured = |at: usize, _: [f32; 3]| {
        let [x, y, z] = point(at);
        [x, -y, -z]
    };
    let (mean_a, mean_b) = (mean(&|_, place| place), mean(&measured));
    let mut s = [[0.0_f32; 3]; 3];
    for (at, weight, place) in BASIS {
        let b = measured(at, place);
        for (row, (a, mean)) in s.iter_mut().zip(place.iter().zip(mean_a)) {
            for (cell, (b, mean_b)) in row.iter_mut().zip(b.iter().zip(mean_b)) {
                *cell += weight * (a - mean) * (b - mean_b);
            }
        }
    }
    let [w, x, y, z] = dominant(s);
    // Where the canonical face's forward axis points now.
    let forward = [
        2.0 * (x * z + w * y),
        2.0 * (y * z - w * x),
        1.0 - 2.0 * (x * x + y * y),
    ];
    Pose {
        yaw_deg: forward[0].atan2(forward[2]).to_degrees(),
        pitch_deg: forward[1].clamp(-1.0, 1.0).asin().to_degrees(),
    }
}

/// The quaternion of the rotation, from the sums of products of both sets of points.
fn dominant([[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]]: [[f32; 3]; 3]) -> [f32; 4] {
    let n = [
        [xx + yy + zz, yz - zy, zx - xz, xy - yx],
        [yz - zy, xx - yy - zz, xy + yx, zx + xz],
        [zx - xz, xy + yx, yy - xx - zz, yz + zy],
        [xy - yx, zx + xz, yz + zy, zz - xx - yy],
    ];
    // Shifted, so that the greatest eigenvalue is the one farthest from nought.
    let shift: f32 = n.iter().flatten().map(|cell| cell.abs()).sum();
    let mut q = [1.0_f32, 0.01, 0.01, 0.01];
    for _ in 0..STEPS {
        let next = n.map(|row| row.iter().zip(q).map(|(cell, q)| cell * q).sum::<f32>());
        let mut shifted = q;
        for (value, next) in shifted.iter_mut().zip(next) {
            *value = *value * shift + next;
        }
        let length = shifted.iter().map(|v| v * v).sum::<f32>().sqrt();
        q = shifted.map(|v| v / length.max(f32::MIN_POSITIVE));
    }
    q
}

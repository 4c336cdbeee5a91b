//! The face networks and the one thread they run on; numbers in, numbers out, no geometry.

use std::sync::Arc;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value};

use super::Error;

/// Side of the detector's input, in pixels.
pub(super) const DETECTOR_PX: u32 = 128;
/// Side of the landmark network's input, in pixels.
pub(super) const MESH_PX: u32 = 256;
/// Side of the matting network's input and output, in pixels.
pub(super) const MATTE_PX: u32 = 256;

const DETECTOR: &[u8] = include_bytes!("../../resources/models/face_detector.onnx");
const MESH: &[u8] = include_bytes!("../../resources/models/face_landmarks_detector.onnx");
const EXPRESSION: &[u8] = include_bytes!("../../resources/models/face_blendshapes.onnx");
const MATTE: &[u8] = include_bytes!("../../resources/models/selfie_segmentation.onnx");

/// A network and its nodes.
struct Network {
    model: Model,
    input: NodeId,
    outputs: Vec<NodeId>,
    shape: Vec<usize>,
}

impl Network {
    fn load(file: &'static [u8], shape: &[usize]) -> Result<Self, Error> {
        let model = ModelOptions::with_all_ops()
            .load_static_slice(file)
            .map_err(|e| broken(&e))?;
        let input = model.input_ids().first().copied();
        Ok(Self {
            input: input.ok_or_else(|| broken(&"no input"))?,
            outputs: model.output_ids().to_vec(),
            shape: shape.to_vec(),
            model,
        })
    }

    fn run(&self, pool: &Arc<ThreadPool>, numbers: Vec<f32>) -> Result<Vec<Vec<f32>>, Error> {
        let input = Value::from_shape(&self.shape, numbers).map_err(|e| broken(&e))?;
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(pool)));
        let outputs = self
            .model
            .run(
                vec![(self.input, input.into())],
                &self.outputs,
                Some(options),
            )
            .map_err(|e| broken(&e))?;
        outputs
            .into_iter()
            .map(|output| {
                let output = output.into_tensor::<f32>();
                output
                    .map(|tensor| tensor.into_data())
                    .ok_or_else(|| broken(&"not numbers"))
            })
            .collect()
    }
}

fn broken(why: &dyn std::fmt::Display) -> Error {
    Error::Networks {
        what: why.to_string(),
    }
}

/// All of them.
pub(super) struct Networks {
    detector: Network,
    mesh: Network,
    expression: Network,
    matte: Network,
    pool: Arc<ThreadPool>,
}

impl Networks {
    /// Parses the embedded files; about a tenth of a second.
    pub(super) fn load() -> Result<Self, Error> {
        let square = |side: u32| [1, 3, side as usize, side as usize];
        Ok(Self {
            detector: Network::load(DETECTOR, &square(DETECTOR_PX))?,
            mesh: Network::load(MESH, &square(MESH_PX))?,
            expression: Network::load(EXPRESSION, &[1, 146, 2])?,
            matte: Network::load(MATTE, &square(MATTE_PX))?,
            pool: Arc::new(ThreadPool::with_num_threads(1)),
        })
    }

    /// Boxes and points of 896 anchors, and their scores.
    pub(super) fn detect(&self, numbers: Vec<f32>) -> Result<(Vec<f32>, Vec<f32>), Error> {
        let mut outputs = self.detector.run(&self.pool, numbers)?.into_iter();
        Ok((
            outputs.next().unwrap_or_default(),
            outputs.next().unwrap_or_default(),
        ))
    }

    /// 478 points, three numbers each, and the presence of a face from 0 to 1.
    pub(super) fn mesh(&self, numbers: Vec<f32>) -> Result<(Vec<f32>, f32), Error> {
        let mut outputs = self.mesh.run(&self.pool, numbers)?.into_iter();
        let points = outputs.next().unwrap_or_default();
        let presence = outputs.next().unwrap_or_default();
        let presence = presence.first().copied().unwrap_or(f32::NEG_INFINITY);
        Ok((points, 1.0 / (1.0 + (-presence).exp())))
    }

    /// 52 parts of an expression, each from 0 to 1, of 146 points.
    pub(super) fn expression(&self, numbers: Vec<f32>) -> Result<Vec<f32>, Error> {
        let outputs = self.expression.run(&self.pool, numbers)?;
        Ok(outputs.into_iter().next().unwrap_or_default())
    }

    /// How much of each of 256x256 pixels is the person, from 0 to 1.
    pub(super) fn matte(&self, numbers: Vec<f32>) -> Result<Vec<f32>, Error> {
        let outputs = self.matte.run(&self.pool, numbers)?;
        Ok(outputs.into_iter().next().unwrap_or_default())
    }
}

//go:build onnx

package kind

import (
	"errors"
	"fmt"

	ort "github.com/yalue/onnxruntime_go"
)

// usualSide is the input of a model that takes any.
const usualSide = 224

// open loads a model, on one thread of its own.
func open(m Model) (run func([]float32) ([]float32, error), side int, err error) {
	if !ort.IsInitialized() {
		ort.SetSharedLibraryPath(m.Library)
		if err := ort.InitializeEnvironment(); err != nil {
			return nil, 0, err
		}
	}
	inputs, outputs, err := ort.GetInputOutputInfo(m.File)
	if err != nil {
		return nil, 0, err
	}
	if len(inputs) != 1 || len(inputs[0].Dimensions) != 4 || inputs[0].DataType != ort.TensorElementDataTypeFloat {
		return nil, 0, errors.New("it does not take one picture of 1 x 3 x side x side floats")
	}
	if len(outputs) == 0 || outputs[0].DataType != ort.TensorElementDataTypeFloat {
		return nil, 0, errors.New("its first output is not of floats")
	}
	if side = int(inputs[0].Dimensions[2]); side <= 0 {
		side = usualSide
	}
	options, err := ort.NewSessionOptions()
	if err != nil {
		return nil, 0, err
	}
	defer options.Destroy()
	if err := errors.Join(options.SetIntraOpNumThreads(1), options.SetInterOpNumThreads(1)); err != nil {
		return nil, 0, err
	}
	session, err := ort.NewDynamicAdvancedSession(m.File, []string{inputs[0].Name}, []string{outputs[0].Name}, options)
	if err != nil {
		return nil, 0, err
	}
	run = func(values []float32) ([]float32, error) {
		in, err := ort.NewTensor(ort.NewShape(1, 3, int64(side), int64(side)), values)
		if err != nil {
			return nil, err
		}
		defer in.Destroy()
		out := []ort.Value{nil}
		if err := session.Run([]ort.Value{in}, out); err != nil {
			return nil, err
		}
		defer out[0].Destroy()
		t, ok := out[0].(*ort.Tensor[float32])
		if !ok {
			return nil, errors.New("no floats came out")
		}
		shape, all := t.GetShape(), t.GetData()
		for len(shape) > 2 && shape[len(shape)-1] == 1 {
			shape = shape[:len(shape)-1] // a pooled map that was not flattened
		}
		if len(shape) != 2 && len(shape) != 3 {
			return nil, fmt.Errorf("an output of %v is no row of values", t.GetShape())
		}
		wide := int(shape[len(shape)-1])
		if wide <= 0 || wide > len(all) {
			return nil, fmt.Errorf("an output of %v", t.GetShape())
		}
		return append([]float32(nil), all[:wide]...), nil
	}
	return run, side, nil
}

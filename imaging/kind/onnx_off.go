//go:build !onnx

package kind

import "errors"

func open(Model) (run func([]float32) ([]float32, error), side int, err error) {
	return nil, 0, errors.New("this program was built without the tag onnx")
}

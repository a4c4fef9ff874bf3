import * as products from '../src/repositories/product.repository';
import * as productService from '../src/services/product.service';

jest.mock('../src/repositories/product.repository');

const lamp = { id: '1', sku: 'LAMP', name: 'Lamp', category: 'light', price: 4900, stock: 3 };

describe('product service', () => {
  it('finds a product by its number', async () => {
    jest.mocked(products.findBySku).mockResolvedValue(lamp);
    await expect(productService.find('LAMP')).resolves.toEqual(lamp);
  });

  it('says which product does not exist', async () => {
    jest.mocked(products.findBySku).mockResolvedValue(null);
    await expect(productService.find('CHAIR')).rejects.toThrow('Product CHAIR does not exist');
  });

  it('refuses a number that is taken', async () => {
    jest.mocked(products.findBySku).mockResolvedValue(lamp);
    await expect(productService.create(lamp)).rejects.toThrow('already');
  });
});
